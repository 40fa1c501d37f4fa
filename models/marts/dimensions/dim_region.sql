{{ config(materialized='table') }}
with regions as (

    select * from {{ ref('regions') }}

),

parents as (

    select
        region_code,
        max_by(region_name, valid_from) as region_name,
        max_by(region_name_en, valid_from) as region_name_en
    from regions
    group by region_code

)

select
    {{ surrogate_key(['regions.region_code', 'regions.valid_from']) }} as region_key,
    regions.region_code,
    regions.place_id,
    regions.region_name,
    regions.region_name_en,
    regions.region_level,
    regions.parent_code,
    parents.region_name as parent_name,
    parents.region_name_en as parent_name_en,
    provinces.region_code as province_code,
    provinces.region_name as province_name,
    provinces.region_name_en as province_name_en,
    regions.valid_from,
    regions.valid_to,
    regions.successor_code
from regions
left join parents on regions.parent_code = parents.region_code
left join parents as provinces on substring(regions.region_code, 1, 2) || '0000' = provinces.region_code
