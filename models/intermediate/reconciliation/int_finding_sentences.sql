-- Each finding told in both languages: what does not agree, what else shows it, how much hangs on it, and why.
with causes as (

    select * from {{ ref('int_finding_causes') }}

),

sentences as (

    select * from {{ ref('int_reconciliation_sentences') }}

),

words as (

    select * from {{ ref('int_reconciliation_words') }}

),

details as (

    select * from {{ ref('int_finding_details') }}

),

told as (

    select
        causes.finding_id,
        causes.probable_cause,
        words.page,
        words.line_no,
        words.subject_name,
        upper(substring(sentences.sentence_en, 1, 1)) || substring(sentences.sentence_en, 2)
        || coalesce(' ' || across.sentence_en, '') as sentence_en,
        sentences.sentence_zh || coalesce(across.sentence_zh, '') as sentence_zh,
        case
            when causes.comparison_count = 1 then 'one'
            when causes.probable_cause = 'missing_table' then 'tables'
            else 'several'
        end as extent,
        cast(causes.comparison_count as string) as count_text,
        coalesce(details.detail_en, '') as detail_en,
        coalesce(details.detail_zh, '') as detail_zh
    from causes
    inner join sentences on causes.comparison_id = sentences.comparison_id
    inner join words on causes.comparison_id = words.comparison_id
    left join sentences as across on causes.across_comparison_id = across.comparison_id
    left join details on causes.finding_id = details.finding_id

)

select
    finding_id,
    page,
    line_no,
    subject_name,
    sentence_en
    || case extent
        when 'tables' then ' ' || count_text || ' required tables are missing.'
        when 'several' then ' It explains ' || count_text || ' failed comparisons.'
        else ''
    end
    || {{ cause_text('probable_cause', 'en') }} || detail_en as sentence_en,
    sentence_zh
    || case extent
        when 'tables' then '共缺' || count_text || '张必需的表。'
        when 'several' then '可解释' || count_text || '项不符。'
        else ''
    end
    || {{ cause_text('probable_cause', 'zh') }} || detail_zh as sentence_zh
from told
