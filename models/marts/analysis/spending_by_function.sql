with spending as (

    select
        *,
        sum(amount_yuan) over (partition by disclosure_key, fiscal_year, fund) as total_yuan,
        max(case when fund = 'all' and class_code is not null then 1 else 0 end)
            over (partition by disclosure_key, fiscal_year) as has_all_money_by_class
    from {{ ref('int_spending_by_class') }}

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

),

-- Listed classes alone: the name of another depends on all documents that print it.
classes as (

    select * from {{ ref('dim_functional_classification') }}
    where subject_level = 'class' and is_listed

)

select
    {{ surrogate_key([
        'spending.disclosure_key', 'spending.fiscal_year', 'spending.fund', 'spending.class_code'
    ]) }} as spending_key,
    spending.disclosure_key,
    disclosures.issuer_name,
    disclosures.disclosure_scope,
    disclosures.region_code,
    disclosures.budget_unit_key,
    spending.fiscal_year,
    spending.is_comparative,
    spending.budget_stage,
    spending.fund,
    (spending.fund = 'all') = (spending.has_all_money_by_class = 1) as is_headline,
    spending.class_code,
    classes.name_zh as class_name_zh,
    classes.name_en as class_name_en,
    spending.amount_yuan,
    spending.basic_yuan,
    spending.project_yuan,
    cast(spending.amount_yuan / nullif(spending.total_yuan, 0) as decimal(9, 6)) as class_share
from spending
inner join disclosures on spending.disclosure_key = disclosures.disclosure_key
left join classes
    on
        spending.class_code = classes.functional_code
        and spending.fiscal_year between classes.valid_from and coalesce(classes.valid_to, 9999)
