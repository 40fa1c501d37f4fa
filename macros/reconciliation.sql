{#- Kinds of money that a column's measure may name. Not `business`: 经营支出 is a type of expenditure, too. -#}
{% macro fund_ids() -%}
    'general_public_budget', 'government_fund_budget', 'state_capital_budget', 'social_insurance_fund_budget',
    'fiscal_special_account', 'institutional', 'superior_subsidy', 'subordinate_remittance', 'other',
    'carryover', 'fiscal_appropriation', 'all'
{%- endmacro %}

{#- The three books that 财政拨款 is made of. -#}
{% macro book_ids() -%}
    'general_public_budget', 'government_fund_budget', 'state_capital_budget'
{%- endmacro %}

{#- Whether a value is one of a rule's `a|b|c` list; an empty list admits everything, `none` a value that is missing. -#}
{% macro is_listed(column, list) -%}
    ({{ list }} is null or '|' || {{ list }} || '|' like '%|' || coalesce({{ column }}, 'none') || '|%')
{%- endmacro %}

{#- A number as people print it: thousands separated, two decimals. -#}
{% macro thousands(number) -%}
    {{ return(adapter.dispatch('thousands', 'gongkai')(number)) }}
{%- endmacro %}
{% macro default__thousands(number) -%}
    format('{:,.2f}', cast({{ number }} as double))
{%- endmacro %}
{% macro spark__thousands(number) -%}
    format_number({{ number }}, 2)
{%- endmacro %}

{#- What a probable cause adds to a finding's sentence. -#}
{% macro cause_text(cause, language) -%}
    case {{ cause }}
        {%- for name, en, zh in [
            ('missing_figure', ' A cell is blank where this amount belongs.', '该数额应列之处为空白。'),
            ('carryover_left_out', ' The difference is the printed closing or opening carry-over, which the total leaves out.',
             '差额等于所列结转结余，总计未计入。'),
            ('amount_of_another_line', ' The amount is printed for another line, too.', '该金额与另一行所列相同。'),
            ('sign_or_direction', ' Both amounts differ in sign only: the word for increase or decrease contradicts the table.',
             '两数仅正负相反，增减方向有误。'),
            ('decimal_point', ' A decimal point has moved.', '小数点错位。'),
            ('unit_of_money', ' The unit of money was mistaken (元 for 万元 or the reverse).', '金额单位误用（元与万元）。'),
            ('rounding', ' The difference is within rounding.', '差额在取整范围内。'),
        ] %}
        when '{{ name }}' then '{{ en if language == 'en' else zh }}'
        {%- endfor %}
        else ''
    end
{%- endmacro %}
