with projects as (

    select
        projects.*,
        amounts.total_yuan,
        amounts.fiscal_appropriation_yuan,
        amounts.prior_year_yuan,
        amounts.initial_budget_yuan,
        amounts.adjusted_budget_yuan,
        amounts.executed_yuan,
        amounts.execution_rate,
        projects.place_rank * 100000 + projects.project_seq as place_order
    from {{ ref('int_projects') }} as projects
    left join {{ ref('int_project_amounts') }} as amounts
        on projects.document_key = amounts.document_key and projects.project_seq = amounts.project_seq
    where projects.is_current

),

merged as (

    select
        project_key,
        document_key,
        cast(count(*) as int) as place_count,
        min_by(table_kind, place_order) as source_table_kind,
        {{ first_known('project_code', 'place_order') }} as project_code,
        {{ first_known('project_name', 'place_order') }} as project_name,
        {{ first_known('unit_name', 'place_order') }} as unit_name,
        {{ first_known('unit_code', 'place_order') }} as unit_code,
        {{ first_known('functional_code', 'place_order') }} as functional_code,
        {{ first_known('is_continuing', 'place_order') }} as is_continuing,
        {{ first_known('is_recurrent', 'place_order') }} as is_recurrent,
        {{ first_known('legal_basis', 'place_order') }} as legal_basis,
        {{ first_known('fiscal_year', 'place_order') }} as fiscal_year,
        {{ first_known('total_yuan', 'place_order') }} as total_yuan,
        {{ first_known('fiscal_appropriation_yuan', 'place_order') }} as fiscal_appropriation_yuan,
        {{ first_known('prior_year_yuan', 'place_order') }} as prior_year_yuan,
        {{ first_known('initial_budget_yuan', 'place_order') }} as initial_budget_yuan,
        {{ first_known('adjusted_budget_yuan', 'place_order') }} as adjusted_budget_yuan,
        {{ first_known('executed_yuan', 'place_order') }} as executed_yuan,
        {{ first_known('execution_rate', 'place_order') }} as execution_rate,
        {{ first_known('self_evaluation_score', 'place_order') }} as self_evaluation_score
    from projects
    group by project_key, document_key

),

documents as (

    select * from {{ ref('int_document_identity') }}

)

select
    merged.project_key,
    merged.document_key,
    documents.disclosure_key,
    documents.disclosure_scope,
    documents.region_code,
    documents.budget_unit_key,
    coalesce(merged.fiscal_year, documents.fiscal_year) as fiscal_year,
    documents.budget_stage,
    merged.project_code,
    merged.project_name,
    merged.unit_name,
    merged.unit_code,
    merged.functional_code,
    merged.is_continuing,
    merged.is_recurrent,
    merged.legal_basis,
    merged.total_yuan,
    merged.fiscal_appropriation_yuan,
    merged.prior_year_yuan,
    merged.initial_budget_yuan,
    merged.adjusted_budget_yuan,
    merged.executed_yuan,
    -- As printed, in percent; worked out only where it is not printed and the base is not zero.
    cast(
        coalesce(
            merged.execution_rate,
            case
                when merged.adjusted_budget_yuan > 0
                    then round(100 * merged.executed_yuan / merged.adjusted_budget_yuan, 2)
            end
        ) as decimal(9, 2)
    ) as execution_rate,
    cast(merged.self_evaluation_score as decimal(9, 2)) as self_evaluation_score,
    merged.source_table_kind,
    merged.place_count
from merged
inner join documents on merged.document_key = documents.document_key
