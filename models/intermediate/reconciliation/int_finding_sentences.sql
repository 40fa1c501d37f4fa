-- Each finding told in both languages: what does not agree, how much hangs on it, and who is wrong as far as arithmetic tells.
{%- set blameless = "('missing_table', 'missing_figure', 'rounding', 'discontinued_rows')" %}
with causes as (

    select * from {{ ref('int_finding_causes') }}

),

sentences as (

    select * from {{ ref('int_reconciliation_sentences') }}

),

words as (

    select * from {{ ref('int_reconciliation_words') }}

),

suspects as (

    select * from {{ ref('int_finding_suspects') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

named as (

    select
        suspects.finding_id,
        suspects.figure_count,
        suspects.suspect_figure_id,
        suspects.is_decided,
        suspects.are_all_proved,
        suspects.failed_comparisons,
        suspects.failed_comparisons + suspects.passed_comparisons as all_comparisons,
        coalesce(figures.subject_code || ' ', '') || coalesce(figures.subject_name, line_items.name_zh, figures.row_heading, '合计')
        || ' ' || figures.amount_published || coalesce(' ' || figures.unit_published, '') as figure_text,
        coalesce(figures.table_title, '说明文字') as table_title
    from suspects
    inner join figures on suspects.suspect_figure_id = figures.figure_id
    left join {{ ref('line_items') }} as line_items on figures.line_item = line_items.line_item

)

select
    causes.finding_id,
    words.page,
    words.line_no,
    words.subject_name,
    coalesce(named.figure_count, 0) as figure_count,
    case
        when
            named.is_decided and causes.probable_cause not in {{ blameless }}
            and not (comparisons.value_unit = 'percent' and named.are_all_proved)
            then named.suspect_figure_id
    end as suspect_figure_id,
    case
        when causes.probable_cause = 'missing_table' then 'The publisher: it is not there'
        when causes.probable_cause = 'missing_figure' then 'The blank cell; what is printed agrees'
        when causes.probable_cause = 'note_contradicts_figures' then 'The note or the table: one of them was left over'
        when causes.probable_cause in {{ blameless }} then 'Probably nobody'
        when comparisons.value_unit = 'percent' and named.are_all_proved then 'The percentage: its amounts agree with others'
        when named.is_decided
            then
                named.figure_text || ' (' || named.table_title || ') fails ' || cast(named.failed_comparisons as string) || ' of its '
                || cast(named.all_comparisons as string) || ' comparisons; the other amounts behind this finding pass more of theirs'
        else 'Arithmetic alone cannot tell'
    end as who_is_wrong_en,
    case
        when causes.probable_cause = 'missing_table' then '公开单位：未公开'
        when causes.probable_cause = 'missing_figure' then '空白处漏填，已列数字相符'
        when causes.probable_cause = 'note_contradicts_figures' then '说明或表格之一未更新'
        when causes.probable_cause in {{ blameless }} then '可能无误'
        when comparisons.value_unit = 'percent' and named.are_all_proved then '百分比有误，所涉金额与他处相符'
        when named.is_decided
            then
                named.table_title || ' ' || named.figure_text || '：所涉' || cast(named.all_comparisons as string) || '项勾稽中'
                || cast(named.failed_comparisons as string) || '项不符，其余数字相符较多'
        else '仅凭勾稽无法判断'
    end as who_is_wrong_zh,
    upper(substring(sentences.sentence_en, 1, 1)) || substring(sentences.sentence_en, 2)
    || case
        when causes.probable_cause = 'missing_table' and causes.comparison_count > 1
            then ' ' || cast(causes.comparison_count as string) || ' required tables are missing.'
        when causes.comparison_count > 1
            then ' The same difference explains ' || cast(causes.comparison_count as string) || ' failed comparisons.'
        else ''
    end
    || {{ cause_text('causes.probable_cause', 'en') }} as sentence_en,
    sentences.sentence_zh
    || case
        when causes.probable_cause = 'missing_table' and causes.comparison_count > 1
            then '共缺' || cast(causes.comparison_count as string) || '张必需的表。'
        when causes.comparison_count > 1 then '同一差额可解释' || cast(causes.comparison_count as string) || '项不符。'
        else ''
    end
    || {{ cause_text('causes.probable_cause', 'zh') }} as sentence_zh
from causes
inner join {{ ref('int_reconciliation_comparisons') }} as comparisons on causes.comparison_id = comparisons.comparison_id
inner join sentences on causes.comparison_id = sentences.comparison_id
inner join words on causes.comparison_id = words.comparison_id
left join named on causes.finding_id = named.finding_id
