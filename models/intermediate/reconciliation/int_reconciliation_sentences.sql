-- The sentence of each failing comparison, in both languages, from the words of its rule.
with words as (

    select * from {{ ref('int_reconciliation_words') }}

),

comparisons as (

    select * from {{ ref('int_reconciliation_comparisons') }}

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

)

{%- set sentences = {} %}
{%- for language in ['en', 'zh'] %}
{%- set text = namespace(sql='rules.finding_' ~ language) %}
{%- for mark, column in [
    ('{table}', 'table_' ~ language), ('{other}', 'other_' ~ language), ('{subject}', 'subject_' ~ language),
    ('{actual}', 'actual_value_text'), ('{expected}', 'expected_value_text'), ('{difference}', 'difference_text'),
    ('{direction}', 'direction_en'), ('{direction_zh}', 'direction_zh'),
] %}
{%- set word = "coalesce(words." ~ column ~ ", '')" %}
{#- An amount that is not printed is the one word that both languages share a column for. #}
{%- if language == 'zh' and column.endswith('_value_text') %}
{%- set word = "replace(" ~ word ~ ", 'blank', '空白')" %}
{%- endif %}
{%- set text.sql = "replace(" ~ text.sql ~ ", '" ~ mark ~ "', " ~ word ~ ")" %}
{%- endfor %}
{%- do sentences.update({language: text.sql}) %}
{%- endfor %}

select
    words.comparison_id,
    {{ sentences['en'] }} as sentence_en,
    {{ sentences['zh'] }} as sentence_zh
from words
inner join comparisons on words.comparison_id = comparisons.comparison_id
inner join rules on comparisons.rule_id = rules.rule_id
