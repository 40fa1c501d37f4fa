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

{#- Terms of rules about what words and rates say of amounts: such an error is in the words, whatever the difference. -#}
{% macro is_said(terms) -%}
    {{ terms }}.value_source in ('word', 'completion')
{%- endmacro %}

{#- Different words in one text, for a sentence that names them; null where there are none. -#}
{% macro words_told(words) -%}
    {{ dbt.listagg('distinct ' ~ words, "'、'", 'order by ' ~ words) }}
{%- endmacro %}

{#- What a probable cause adds to a finding's sentence. -#}
{% macro cause_text(cause, language) -%}
    case {{ cause }}
        {%- for name, en, zh in [
            ('missing_figure', ' A cell is blank where this amount belongs.', '该数额应列之处为空白。'),
            ('missing_row', ' A row of just this amount is missing.', '漏列一行，其金额与差额相同。'),
            ('carryover_left_out', ' The difference is the printed closing or opening carry-over, which the total leaves out.',
             '差额等于所列结转结余，总计未计入。'),
            ('amount_of_another_line', ' The amount is printed for another line, too.', '该金额与另一行所列相同。'),
            ('amounts_swapped', ' Two rows have exchanged their amounts.', '两行金额互换。'),
            ('sign_or_direction', ' Both differ in direction only: a minus, or the word for increase or decrease, is wrong.',
             '两数仅正负相反，符号或增减方向有误。'),
            ('decimal_point', ' A decimal point has moved.', '小数点错位。'),
            ('unit_of_money', ' The unit of money was mistaken (元 for 万元 or the reverse).', '金额单位误用（元与万元）。'),
            ('digits_transposed', ' Two digits are transposed.', '相邻两位数字颠倒。'),
            ('digit_dropped', ' A digit was dropped.', '漏一位数字。'),
            ('digit_doubled', ' There is a digit too many.', '多一位数字。'),
            ('digit_wrong', ' One digit is wrong.', '一位数字有误。'),
            ('other_base', ' The percentage was worked out from another base.', '百分比所用基数有误。'),
            ('stale_name', ' A name or code of another time or place was left over.', '沿用了旧的或他处的名称、编码。'),
            ('execution_on_top', ' The indicators alone hold all the points; those for execution come on top of them.',
             '指标权重已占满分，预算执行分另计其上。'),
            ('template_text', ' Text of the template was left as it was.', '模板文字未作修改。'),
            ('word_contradicts_figures', ' The word contradicts the amounts.', '文字表述与金额矛盾。'),
            ('rounding', ' The difference is within rounding.', '差额在取整范围内。'),
        ] %}
        when '{{ name }}' then '{{ en if language == 'en' else zh }}'
        {%- endfor %}
        else ''
    end
{%- endmacro %}

{#- A subject's name without what does not make it another one: brackets with their text, spaces, a closing 支出. -#}
{% macro plain_name(name) -%}
    regexp_replace(
        regexp_replace(replace(replace(replace(replace({{ name }}, '（', '('), '）', ')'), ' ', ''), '、', ''), '[(].*[)]', ''),
        '支出$', ''
    )
{%- endmacro %}

{#- An issuer's name without what its long form adds. -#}
{% macro plain_issuer(name) -%}
    replace(replace(replace({{ name }}, '中国共产党', '中共'), '委员会', '委'), '中共', '')
{%- endmacro %}

{#- A unit's name without the remark that it stands for itself alone: 某局（本级） is the unit 某局. -#}
{% macro unit_itself(name) -%}
    regexp_replace({{ name }}, '[(（](本级|机关|本部)[)）]$|本级$', '')
{%- endmacro %}
