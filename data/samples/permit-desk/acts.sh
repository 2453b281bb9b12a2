# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2025-12-14
"$readiness" decide . mvp GO --by "Steering committee" --on 2026-02-22
"$readiness" decide . pilot CONDITIONAL --by "Steering committee" --on 2026-05-03 --condition "owners named"
"$readiness" decide . hardening GO --by "Steering committee" --on 2026-07-12
"$readiness" waive . rollout.support.alert_drill --owner "M. Quast" --reason "drill moved behind the move" --control "second reader on call" --granted 2026-06-01 --expires 2026-09-15
