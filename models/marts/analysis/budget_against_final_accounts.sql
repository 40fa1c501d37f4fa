-- Parents and totals are rows here, as printed: compare, do not add up.
with printed as (

    select * from {{ ref('int_additive_components') }}
    where fact = 'appropriation_functional' and component = 'total' and row_unit_name = '' and not is_comparative

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

),

budgets as (

    select
        disclosures.budget_unit_key,
        coalesce(disclosures.disclosure_scope, '') as disclosure_scope,
        printed.fiscal_year,
        printed.fund,
        printed.code,
        printed.amount_yuan
    from printed
    inner join disclosures on printed.disclosure_key = disclosures.disclosure_key
    where printed.budget_stage = 'budget'

),

own_budgets as (

    select * from {{ ref('int_final_budgets') }}

),

completions as (

    select * from {{ ref('int_completion_rates') }}

)

select
    {{ surrogate_key([
        'printed.disclosure_key', 'printed.fiscal_year', 'printed.fund', 'printed.code'
    ]) }} as execution_key,
    printed.disclosure_key,
    disclosures.issuer_name,
    disclosures.disclosure_scope,
    disclosures.region_code,
    disclosures.budget_unit_key,
    printed.fiscal_year,
    printed.fund,
    case when printed.code <> '' then printed.code end as functional_code,
    case length(printed.code)
        when 0 then 'total'
        when 3 then 'class'
        when 5 then 'section'
        else 'item'
    end as subject_level,
    coalesce(budgets.amount_yuan, own_budgets.budget_yuan) as budget_yuan,
    case
        when budgets.amount_yuan is not null then 'budget_disclosure'
        when own_budgets.budget_yuan is not null then 'final_accounts'
    end as budget_basis,
    printed.amount_yuan as final_yuan,
    printed.amount_yuan - coalesce(budgets.amount_yuan, own_budgets.budget_yuan) as difference_yuan,
    cast(completions.completion_rate as decimal(18, 2)) as completion_rate,
    completions.completion_base,
    printed.figure_id
from printed
inner join disclosures on printed.disclosure_key = disclosures.disclosure_key
left join budgets
    on
        disclosures.budget_unit_key = budgets.budget_unit_key
        and coalesce(disclosures.disclosure_scope, '') = budgets.disclosure_scope
        and printed.fiscal_year = budgets.fiscal_year
        and printed.fund = budgets.fund
        and printed.code = budgets.code
left join own_budgets
    on
        printed.document_key = own_budgets.document_key
        and printed.fiscal_year = own_budgets.fiscal_year
        and printed.fund = own_budgets.fund
        and printed.code = own_budgets.code
left join completions
    on
        printed.document_key = completions.document_key
        and printed.fiscal_year = completions.fiscal_year
        and printed.fund = completions.fund
        and printed.code = completions.code
where printed.budget_stage = 'final_accounts'
