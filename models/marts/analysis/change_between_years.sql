with spending as (

    select * from {{ ref('int_spending_by_class') }}
    where not is_comparative

),

priors as (

    select * from {{ ref('int_prior_spending') }}

),

bases as (

    select
        disclosure_key,
        fiscal_year,
        fund,
        min(prior_basis) as prior_basis
    from priors
    group by disclosure_key, fiscal_year, fund

),

amounts as (

    select
        disclosure_key,
        fiscal_year,
        fund,
        class_code,
        amount_yuan,
        cast(null as decimal(18, 2)) as prior_yuan
    from spending
    union all
    select
        disclosure_key,
        fiscal_year,
        fund,
        class_code,
        cast(null as decimal(18, 2)) as amount_yuan,
        amount_yuan as prior_yuan
    from priors

),

changes as (

    select
        disclosure_key,
        fiscal_year,
        fund,
        class_code,
        sum(amount_yuan) as amount_yuan,
        sum(prior_yuan) as prior_yuan
    from amounts
    group by disclosure_key, fiscal_year, fund, class_code

),

-- Listed classes alone: the name of another depends on all documents that print it.
classes as (

    select * from {{ ref('dim_functional_classification') }}
    where subject_level = 'class' and is_listed

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

)

select
    {{ surrogate_key([
        'changes.disclosure_key', 'changes.fiscal_year', 'changes.fund', 'changes.class_code'
    ]) }} as change_key,
    changes.disclosure_key,
    disclosures.issuer_name,
    disclosures.disclosure_scope,
    disclosures.region_code,
    disclosures.budget_unit_key,
    changes.fiscal_year,
    disclosures.budget_stage,
    changes.fund,
    changes.class_code,
    classes.name_zh as class_name_zh,
    classes.name_en as class_name_en,
    cast(changes.amount_yuan as decimal(18, 2)) as amount_yuan,
    cast(changes.prior_yuan as decimal(18, 2)) as prior_yuan,
    cast(coalesce(changes.amount_yuan, 0) - coalesce(changes.prior_yuan, 0) as decimal(18, 2)) as change_yuan,
    cast(
        (coalesce(changes.amount_yuan, 0) - coalesce(changes.prior_yuan, 0)) / nullif(changes.prior_yuan, 0)
        as decimal(18, 6)
    ) as change_share,
    bases.prior_basis
from changes
inner join bases
    on
        changes.disclosure_key = bases.disclosure_key
        and changes.fiscal_year = bases.fiscal_year
        and changes.fund = bases.fund
inner join disclosures on changes.disclosure_key = disclosures.disclosure_key
left join classes
    on
        changes.class_code = classes.functional_code
        and changes.fiscal_year between classes.valid_from and coalesce(classes.valid_to, 9999)
