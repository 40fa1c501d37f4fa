-- Last year's spending by class, beside which this year's stands: the document's own comparison column, else the
-- disclosure of the year before by the same unit, stage and scope.
with spending as (

    select
        spending.*,
        disclosures.budget_unit_key,
        coalesce(disclosures.disclosure_scope, '') as disclosure_scope
    from {{ ref('int_spending_by_class') }} as spending
    inner join {{ ref('int_disclosures') }} as disclosures on spending.disclosure_key = disclosures.disclosure_key

),

compared as (

    select
        disclosure_key,
        fiscal_year + 1 as fiscal_year,
        fund,
        class_code,
        amount_yuan,
        'comparison_column' as prior_basis
    from spending
    where is_comparative

),

own_comparisons as (

    select distinct
        disclosure_key,
        fund
    from compared

),

this_year as (

    select distinct
        disclosure_key,
        budget_unit_key,
        disclosure_scope,
        budget_stage,
        fiscal_year,
        fund
    from spending
    where not is_comparative

),

previous as (

    select
        this_year.disclosure_key,
        this_year.fiscal_year,
        this_year.fund,
        spending.class_code,
        spending.amount_yuan,
        'previous_disclosure' as prior_basis
    from this_year
    inner join spending
        on
            this_year.budget_unit_key = spending.budget_unit_key
            and this_year.disclosure_scope = spending.disclosure_scope
            and this_year.budget_stage = spending.budget_stage
            and this_year.fund = spending.fund
            and this_year.fiscal_year = spending.fiscal_year + 1
    left join own_comparisons
        on this_year.disclosure_key = own_comparisons.disclosure_key and this_year.fund = own_comparisons.fund
    where not spending.is_comparative and own_comparisons.disclosure_key is null

)

select * from compared
union all
select * from previous
