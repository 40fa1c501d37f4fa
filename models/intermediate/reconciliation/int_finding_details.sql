-- The printed amounts that show a probable cause: what would agree instead of the wrong figure, which two rows have each
-- other's amounts, where the missing row stands, which base gives the percentage.
with causes as (

    select * from {{ ref('int_finding_causes') }}

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

missing as (

    select * from {{ ref('int_finding_missing') }}

),

bases as (

    select * from {{ ref('int_finding_bases') }}
    where base_no = 1

),

comparisons as (

    select * from {{ ref('int_reconciliation_comparisons') }}

),

named as (

    select
        causes.finding_id,
        causes.probable_cause,
        {{ figure_text('figures', 'line_items') }} as figure_text,
        {{ figure_text('others', 'other_items') }} as other_text,
        {{ figure_text('bases_printed', 'base_items') }} as base_text,
        case
            when comparisons.value_unit = 'percent' then {{ thousands('suspects.repaired_value') }} || ' %'
            else
                {{ thousands('suspects.repaired_value / coalesce(' ~ yuan_per_unit('figures.unit_published') ~ ', 1)') }}
                || coalesce(' ' || figures.unit_published, '')
        end as repaired_text,
        missing.subject_code as missing_code,
        {{ thousands('missing.amount / coalesce(' ~ yuan_per_unit('comparisons.unit_published') ~ ', 1)') }}
        || coalesce(' ' || comparisons.unit_published, '') as missing_text
    from causes
    inner join comparisons on causes.comparison_id = comparisons.comparison_id
    left join suspects on causes.finding_id = suspects.finding_id and suspects.is_decided
    left join figures on suspects.suspect_figure_id = figures.figure_id
    left join line_items on figures.line_item = line_items.line_item
    left join figures as others on suspects.other_value_id = others.figure_id
    left join line_items as other_items on others.line_item = other_items.line_item
    left join missing on causes.finding_id = missing.finding_id
    left join bases on causes.finding_id = bases.finding_id
    left join figures as bases_printed on bases.base_figure_id = bases_printed.figure_id
    left join line_items as base_items on bases_printed.line_item = base_items.line_item

)

select
    finding_id,
    case
        when probable_cause = 'amounts_swapped' then ' They are ' || figure_text || ' and ' || other_text || '.'
        when probable_cause in ('missing_row', 'missing_figure') and missing_code is not null
            then ' Another table prints it: ' || missing_code || ', ' || missing_text || '.'
        when probable_cause = 'other_base' then ' It is the share in ' || base_text || '.'
        when probable_cause in {{ slips() }} and repaired_text is not null
            then coalesce(' Printed is ' || figure_text || ';', '') || ' ' || repaired_text || ' would agree.'
    end as detail_en,
    case
        when probable_cause = 'amounts_swapped' then '即' || figure_text || '与' || other_text || '。'
        when probable_cause in ('missing_row', 'missing_figure') and missing_code is not null
            then '另一张表列有：' || missing_code || '，' || missing_text || '。'
        when probable_cause = 'other_base' then '按' || base_text || '为基数计算相符。'
        when probable_cause in {{ slips() }} and repaired_text is not null
            then coalesce('所列为' || figure_text || '，', '') || '若为' || repaired_text || '则相符。'
    end as detail_zh
from named
