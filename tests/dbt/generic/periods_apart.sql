{#- The years of validity of one code never overlap, so that a code and a year name one row at most. -#}
{% test periods_apart(model, columns) %}
select
    {% for column in columns -%}
    earlier.{{ column }},
    {% endfor -%}
    earlier.valid_from,
    later.valid_from as next_valid_from
from {{ model }} as earlier
inner join {{ model }} as later
    on
        {% for column in columns -%}
        earlier.{{ column }} = later.{{ column }} and
        {% endfor -%}
        earlier.valid_from < later.valid_from
where coalesce(earlier.valid_to, 9999) >= later.valid_from
{% endtest %}
