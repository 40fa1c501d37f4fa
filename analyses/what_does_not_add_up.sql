-- Which published figures contradict each other? One line a probable cause, the gravest first.
select
    findings.severity,
    findings.probable_cause,
    disclosures.issuer_name,
    disclosures.fiscal_year,
    findings.table_kind,
    findings.subject_code,
    findings.expected_yuan,
    findings.actual_yuan,
    findings.difference_yuan,
    findings.who_is_wrong_en,
    findings.sentence_en,
    findings.sentence_zh
from mart.findings as findings
inner join mart.dim_disclosure as disclosures on findings.disclosure_key = disclosures.disclosure_key
where not findings.is_acknowledged
order by
    case findings.severity when 'hard' then 1 when 'soft' then 2 else 3 end asc,
    abs(findings.difference_yuan) desc nulls last
