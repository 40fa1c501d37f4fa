{#- Yuan in one printed unit of money; null for a unit that is none. -#}
{% macro yuan_per_unit(unit) -%}
    case {{ unit }}
        when '元' then 1
        when '百元' then 100
        when '千元' then 1000
        when '万' then 10000
        when '万元' then 10000
        when '百万元' then 1000000
        when '亿' then 100000000
        when '亿元' then 100000000
    end
{%- endmacro %}

{#- Decimals that a printed amount carries: “1,286.60” has two, “18” none. -#}
{% macro decimals_printed(amount_published) -%}
    length(regexp_extract({{ amount_published }}, '[.．]([0-9０-９]+)', 1))
{%- endmacro %}

{#- Half of the last decimal that is printed, in the printed unit, exactly. -#}
{% macro half_of_last_decimal(decimals) -%}
    case {{ decimals }}
        {%- for places in range(7) %}
        when {{ places }} then cast(0.{{ '0' * places }}5 as decimal(8, 7))
        {%- endfor %}
        else cast(0.0000001 as decimal(8, 7))
    end
{%- endmacro %}
