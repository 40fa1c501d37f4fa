-- Whose disclosures a document is compared with: those of the same issuer over years and stages (issuer_key), and those
-- of its department (department_key): a unit belongs to the department of its own name (本级) or to the one whose tables
-- name it in their rows. A department is whole where every unit that its tables name has published for the same year
-- and stage. A region that only some of an issuer's documents name is taken for all of them where they agree.
with documents as (

    select
        *,
        coalesce(
            region_code,
            case
                when min(region_code) over (partition by issuer_name) = max(region_code) over (partition by issuer_name)
                    then min(region_code) over (partition by issuer_name)
            end,
            ''
        ) as place
    from {{ ref('int_document_identity') }}

),

named as (

    select distinct
        departments.place,
        departments.issuer_name as department_name,
        departments.fiscal_year,
        departments.budget_stage,
        {{ unit_itself('figures.row_unit_name') }} as unit_name
    from {{ ref('int_figures') }} as figures
    inner join documents as departments on figures.document_key = departments.document_key
    where figures.row_unit_name is not null and coalesce(departments.disclosure_scope, 'department') = 'department'

),

units as (

    select
        units.document_key,
        units.issuer_name as unit_name,
        coalesce(min(named.department_name), units.issuer_name) as department_name
    from documents as units
    left join named
        on
            units.place = named.place
            and units.issuer_name = named.unit_name
            and units.fiscal_year = named.fiscal_year
            and units.budget_stage = named.budget_stage
    where units.disclosure_scope = 'unit'
    group by units.document_key, units.issuer_name

),

linked as (

    select
        documents.document_key,
        documents.place,
        documents.fiscal_year,
        documents.budget_stage,
        units.unit_name,
        coalesce(units.department_name, documents.issuer_name) as department_name,
        case
            when documents.issuer_name is not null
                then {{ surrogate_key([
                    'documents.place', 'documents.issuer_name', "coalesce(documents.disclosure_scope, 'department')"
                ]) }}
            else documents.document_key
        end as issuer_key
    from documents
    left join units on documents.document_key = units.document_key

),

whole as (

    select
        named.place,
        named.department_name,
        named.fiscal_year,
        named.budget_stage
    from named
    left join linked
        on
            named.place = linked.place
            and named.unit_name = linked.unit_name
            and named.department_name = linked.department_name
            and named.fiscal_year = linked.fiscal_year
            and named.budget_stage = linked.budget_stage
    group by named.place, named.department_name, named.fiscal_year, named.budget_stage
    having count(distinct named.unit_name) = count(distinct linked.unit_name)

)

select
    linked.document_key,
    linked.issuer_key,
    linked.unit_name,
    -- A department none of whose units is there is compared with nothing.
    case
        when count(linked.unit_name) over (partition by linked.place, linked.department_name, linked.budget_stage) > 0
            then {{ surrogate_key(['linked.place', 'linked.department_name', 'linked.budget_stage']) }}
    end as department_key,
    whole.department_name is not null as is_whole_department
from linked
left join whole
    on
        linked.place = whole.place
        and linked.department_name = whole.department_name
        and linked.fiscal_year = whole.fiscal_year
        and linked.budget_stage = whole.budget_stage
