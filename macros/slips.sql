{#-
    Slips of the hand: how one printed number may have become another. Both are whole numbers of the last printed digit;
    `places` says how many digits stand behind the decimal point, since a digit lost there moves those behind it up, not
    those before it down. Positions are tried one by one: twelve hold every amount that the schema holds.
-#}
{% macro without_digit(number, at, places) -%}
    case
        when {{ at }} >= {{ places }}
            then
                floor({{ number }} / {{ 10 ** (at + 1) }}) * {{ 10 ** at }} + mod({{ number }}, {{ 10 ** at }})
        else
            floor({{ number }} / {{ 10 ** (at + 1) }}) * {{ 10 ** (at + 1) }} + mod({{ number }}, {{ 10 ** at }}) * 10
    end
{%- endmacro %}

{% macro is_transposed(printed, meant) -%}
    (
        {%- for at in range(12) %}
        {%- set pair = 'mod(floor(' ~ printed ~ ' / ' ~ 10 ** at ~ '), 100)' %}
        {{ 'or ' if not loop.first }}{{ meant }} = {{ printed }}
        + 9 * (mod({{ pair }}, 10) - floor({{ pair }} / 10)) * {{ 10 ** at }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro is_one_digit_wrong(printed, meant) -%}
    (
        {%- for at in range(12) %}
        {{ 'or ' if not loop.first }}(
            floor({{ printed }} / {{ 10 ** (at + 1) }}) = floor({{ meant }} / {{ 10 ** (at + 1) }})
            and mod({{ printed }}, {{ 10 ** at }}) = mod({{ meant }}, {{ 10 ** at }})
        )
        {%- endfor %}
    )
{%- endmacro %}

{#- Whether the longer number without one of its digits is the shorter; of a digit too many, whether it stands twice. -#}
{% macro is_digit_more(longer, shorter, places, is_doubled=false) -%}
    (
        {%- for at in range(12) %}
        {{ 'or ' if not loop.first }}(
            {{ shorter }} = {{ without_digit(longer, at, places) }}
            {%- if is_doubled %}
            and mod(floor({{ longer }} / {{ 10 ** at }}), 10) = mod(floor({{ longer }} / {{ 10 ** (at + 1) }}), 10)
            {%- endif %}
        )
        {%- endfor %}
    )
{%- endmacro %}

{#- Causes that say how one printed number became another. -#}
{% macro slips() -%}
    (
        'sign_or_direction', 'unit_of_money', 'decimal_point', 'digits_transposed', 'digit_dropped', 'digit_doubled',
        'digit_wrong', 'amount_of_another_line'
    )
{%- endmacro %}
