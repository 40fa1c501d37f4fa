-- Which one table, or the prose of which one document, an additive fact rests on: per disclosure, year and fund the
-- source that goes down to subjects, then the better source, then the fuller one. Fiscal appropriations as a whole
-- are taken only where none of their books has a source of its own, so that no money counts twice.
with candidates as (

    select
        fact,
        disclosure_key,
        fiscal_year,
        fund,
        document_key,
        table_no,
        max(is_comparative) as is_comparative,
        max(case when code <> '' then 1 else 0 end) as has_subjects,
        min(source_rank) as source_rank,
        count(*) as figure_count
    from {{ ref('int_additive_figures') }}
    group by fact, disclosure_key, fiscal_year, fund, document_key, table_no

),

ranked as (

    select
        *,
        row_number() over (
            partition by fact, disclosure_key, fiscal_year, fund
            order by has_subjects desc, source_rank asc, figure_count desc, document_key asc, table_no asc
        ) as preference,
        max(
            case
                when fund in ('general_public_budget', 'government_fund_budget', 'state_capital_budget') then 1
                else 0
            end
        )
            over (partition by fact, disclosure_key, fiscal_year) as has_books
    from candidates

)

select
    fact,
    disclosure_key,
    fiscal_year,
    fund,
    document_key,
    table_no,
    has_subjects = 1 as has_subjects,
    is_comparative
from ranked
where preference = 1 and not (fund = 'fiscal_appropriation' and has_books = 1)
