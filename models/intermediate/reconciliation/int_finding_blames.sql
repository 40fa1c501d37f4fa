-- Who is wrong, in words of both languages, as far as arithmetic tells.
with causes as (

    select * from {{ ref('int_finding_causes') }}

),

comparisons as (

    select * from {{ ref('int_reconciliation_comparisons') }}

),

suspects as (

    select * from {{ ref('int_finding_suspects') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

line_items as (

    select * from {{ ref('line_items') }}

),

named as (

    select
        suspects.*,
        {{ figure_text('figures', 'line_items') }} as figure_text,
        {{ figure_text('others', 'other_items') }} as other_text,
        coalesce(figures.table_title, '说明文字') as table_title,
        cast(suspects.failed_comparisons as string) as failed_text,
        cast(suspects.failed_comparisons + suspects.passed_comparisons as string) as tested_text
    from suspects
    left join figures on suspects.suspect_figure_id = figures.figure_id
    left join line_items on figures.line_item = line_items.line_item
    left join figures as others on suspects.other_value_id = others.figure_id
    left join line_items as other_items on others.line_item = other_items.line_item

),

judged as (

    select
        causes.finding_id,
        causes.probable_cause,
        named.figure_count,
        named.suspect_figure_id,
        named.figure_text,
        named.other_text,
        named.table_title,
        named.failed_text,
        named.tested_text,
        case
            when
                causes.probable_cause in ('missing_table', 'missing_figure', 'missing_row', 'note_contradicts_figures')
                then causes.probable_cause
            when causes.probable_cause in ('rounding', 'discontinued_rows') then 'nobody'
            when causes.probable_cause = 'word_contradicts_figures' then 'word'
            when causes.probable_cause in ('template_text', 'stale_name') then 'leftover'
            when causes.probable_cause = 'execution_on_top' then 'weights'
            when causes.probable_cause = 'carryover_left_out' then 'carryover'
            when comparisons.value_unit = 'percent' and named.are_all_proved then 'percentage'
            when named.is_decided and named.figure_text is null and comparisons.value_unit = 'percent' then 'percentage'
            -- Where two tables disagree by two rows, either may have exchanged them.
            when
                causes.probable_cause = 'amounts_swapped' and named.figure_text is not null
                and named.other_text is not null
                then 'both'
            when named.is_decided and named.figure_text is not null then 'figure'
            else 'unknown'
        end as blame
    from causes
    inner join comparisons on causes.comparison_id = comparisons.comparison_id
    left join named on causes.finding_id = named.finding_id

)

select
    finding_id,
    coalesce(figure_count, 0) as figure_count,
    case when blame in ('figure', 'both') then suspect_figure_id end as suspect_figure_id,
    case blame
        when 'missing_table' then 'The publisher: it is not there'
        when 'missing_figure' then 'The blank cell; what is printed agrees'
        when 'missing_row' then 'The row that is not printed; what is printed agrees'
        when 'both'
            then figure_text || ' and ' || other_text || ' (' || table_title || '): they exchanged amounts'
        when 'note_contradicts_figures' then 'The note or the table: one of them was left over'
        when 'nobody' then 'Probably nobody'
        when 'word' then 'The word, unless one of the amounts that it compares'
        when 'leftover' then 'The publisher: words were not brought up to date'
        when 'weights' then 'The weights of the indicators, which keep nothing for execution'
        when 'carryover' then 'The total that leaves out the carry-over; its parts are printed beside it'
        when 'percentage' then 'The percentage: its amounts agree with others'
        when 'figure'
            then
                figure_text || ' (' || table_title || ') fails ' || failed_text || ' of its ' || tested_text
                || case when tested_text = '1' then ' comparison' else ' comparisons' end
                || '; the other amounts behind this finding pass more of theirs'
        else 'Arithmetic alone cannot tell'
    end as who_is_wrong_en,
    case blame
        when 'missing_table' then '公开单位：未公开'
        when 'missing_figure' then '空白处漏填，已列数字相符'
        when 'missing_row' then '漏列一行，已列数字相符'
        when 'both' then table_title || ' ' || figure_text || '与' || other_text || '互换'
        when 'note_contradicts_figures' then '说明或表格之一未更新'
        when 'nobody' then '可能无误'
        when 'word' then '文字表述，或其所比较的金额之一'
        when 'leftover' then '公开单位：文字未更新'
        when 'weights' then '指标权重，未为预算执行预留分值'
        when 'carryover' then '未计入结转结余的总计；各组成部分另有列示'
        when 'percentage' then '百分比有误，所涉金额与他处相符'
        when 'figure'
            then
                table_title || ' ' || figure_text || '：所涉' || tested_text || '项勾稽中' || failed_text
                || '项不符，其余数字相符较多'
        else '仅凭勾稽无法判断'
    end as who_is_wrong_zh
from judged
