# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2026-05-23
"$readiness" decide . mvp GO --by "Steering committee" --on 2026-08-01
