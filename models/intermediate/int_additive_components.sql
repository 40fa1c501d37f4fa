-- The printed figures of each basis that make up its tree: one per component and subject.
-- Left out are: a part that is printed for the total only while the total is printed by subject; fiscal
-- appropriations beside their books; rows of single units beside rows of the whole; subtotals where the total is
-- printed; and a subject printed again (parents repeat at page breaks, sentences repeat themselves): the first counts.
with figures as (

    select
        figures.*,
        bases.has_subjects,
        bases.is_comparative as is_comparative_basis
    from {{ ref('int_additive_figures') }} as figures
    inner join {{ ref('int_additive_bases') }} as bases
        on
            figures.fact = bases.fact
            and figures.disclosure_key = bases.disclosure_key
            and figures.fiscal_year = bases.fiscal_year
            and figures.fund = bases.fund
            and figures.document_key = bases.document_key
            and figures.table_no = bases.table_no

),

weighed as (

    select
        *,
        min(row_unit_name) over (partition by fact, disclosure_key, fiscal_year, fund) as first_unit_name,
        max(
            case
                when component in ('general_public_budget', 'government_fund_budget', 'state_capital_budget') then 1
                else 0
            end
        )
            over (partition by fact, disclosure_key, fiscal_year, fund) as has_books,
        max(case when code <> '' then 1 else 0 end)
            over (partition by fact, disclosure_key, fiscal_year, fund, component) as has_codes,
        min(measure_rank)
            over (partition by fact, disclosure_key, fiscal_year, fund, component) as best_measure_rank,
        min(case when code = '' then root_rank end)
            over (partition by fact, disclosure_key, fiscal_year, fund, component) as best_root_rank
    from figures

),

kept as (

    select
        *,
        row_number() over (
            partition by fact, disclosure_key, fiscal_year, fund, component, row_unit_name, code
            order by measure_rank asc, root_rank asc, place_1 asc, place_2 asc, place_3 asc, figure_id asc
        ) as occurrence
    from weighed
    where
        (has_codes = 1 or not has_subjects or component = 'total')
        and (first_unit_name <> '' or row_unit_name = '')
        and not (component = 'fiscal_appropriation' and has_books = 1)
        and measure_rank = best_measure_rank
        and (code <> '' or root_rank = best_root_rank)

)

select
    fact,
    disclosure_key,
    document_key,
    evidence,
    table_no,
    fiscal_year,
    reported_year,
    is_comparative_basis as is_comparative,
    budget_stage,
    fund,
    row_unit_name,
    component,
    code,
    amount_yuan,
    figure_id
from kept
where occurrence = 1
