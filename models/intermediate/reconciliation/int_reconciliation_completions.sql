-- What completion rates in prose leave unspent, of the items named and of the whole: budgets are worked out from
-- amounts and rates. Only where the items add up to the whole, each has a rate and none its budget, which is tested by
-- itself.
with rates as (

    select
        document_key,
        figure_id,
        max(value) as rate,
        max({{ decimals_printed('value_published') }}) as decimals
    from {{ ref('stg_raw__quantities') }}
    where value_role = 'completion_rate' and figure_id is not null and value > 0
    group by document_key, figure_id

),

-- 100 % beside 99.45 % stands for 100.00 %.
precisions as (

    select
        document_key,
        max(decimals) as decimals
    from rates
    group by document_key

),

amounts as (

    select
        figures.document_key,
        figures.fiscal_year,
        case when figures.line_item = 'general_public_expenditure' then 'whole' else 'items' end as part,
        figures.value,
        figures.half_unit,
        rates.rate,
        {{ half_of_last_decimal('precisions.decimals') }} as half_rate
    from {{ ref('int_reconciliation_figures') }} as figures
    inner join precisions on figures.document_key = precisions.document_key
    left join rates on figures.figure_id = rates.figure_id
    where
        figures.evidence = 'statement' and figures.value_role = 'level' and figures.measure in ('total', 'executed')
        and not figures.is_comparative
        and (
            (figures.line_item = 'general_public_expenditure' and rates.rate is not null)
            or (
                figures.line_item = 'general_public_expenditure_function' and figures.subject_level = 'item'
                and figures.occurrence = 1
            )
        )

),

budgets as (

    select distinct document_key
    from {{ ref('int_reconciliation_figures') }}
    where
        evidence = 'statement' and line_item = 'general_public_expenditure_function'
        and measure in ('budget', 'initial_budget', 'adjusted_budget')

),

parts as (

    select
        document_key,
        fiscal_year,
        part,
        sum(value) as value,
        sum(half_unit) as half_unit,
        sum(100 * value / rate - value) as unspent,
        sum(100 * (half_unit + value * half_rate / rate) / rate) as half_unspent,
        count(*) as amounts,
        count(rate) as rates
    from amounts
    group by document_key, fiscal_year, part

)

select
    parts.document_key || '.unspent_of_' || parts.part || '.' || cast(parts.fiscal_year as string) as value_id,
    'completion' as value_source,
    cast(null as string) as figure_id,
    parts.document_key,
    'statement' as evidence,
    cast(null as int) as table_seq,
    'narrative' as table_kind,
    true as is_current,
    'label' as classification,
    cast(null as string) as subject_code,
    cast(null as string) as subject_level,
    cast(null as string) as parent_code,
    'general_public_expenditure' as line_item,
    '' as unit_name,
    cast(null as int) as project_seq,
    'unspent_of_' || parts.part as measure,
    'general_public_budget' as fund,
    'level' as value_role,
    parts.fiscal_year,
    false as is_comparative,
    cast(null as string) as stage_meant,
    cast(null as string) as item_nature,
    parts.unspent as value,
    parts.half_unspent as half_unit,
    'yuan' as value_unit,
    '万元' as unit_published,
    cast(null as string) as tier,
    cast(null as string) as parent_level,
    false as is_parent_printed,
    false as is_part_of_sum,
    cast(null as string) as row_key,
    1 as occurrence
from parts
inner join parts as others
    on
        parts.document_key = others.document_key and parts.fiscal_year = others.fiscal_year
        and parts.part <> others.part
left join budgets on parts.document_key = budgets.document_key
where
    budgets.document_key is null and parts.amounts = parts.rates and others.amounts = others.rates
    and case parts.part when 'whole' then parts.amounts else others.amounts end = 1
    and abs(parts.value - others.value) <= parts.half_unit + others.half_unit
