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

-- A total of last year in a sentence compares with no class.
own_comparisons as (

    select
        disclosure_key,
        fund
    from spending
    where is_comparative
    group by disclosure_key, fund
    having count(class_code) > 0

),

compared as (

    select
        spending.disclosure_key,
        spending.fiscal_year + 1 as fiscal_year,
        spending.fund,
        spending.class_code,
        spending.amount_yuan,
        'comparison_column' as prior_basis
    from spending
    inner join own_comparisons
        on spending.disclosure_key = own_comparisons.disclosure_key and spending.fund = own_comparisons.fund
    where spending.is_comparative

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
