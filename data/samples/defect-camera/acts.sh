# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2026-03-04
"$readiness" decide . mvp GO --by "Steering committee" --on 2026-05-13
"$readiness" decide . pilot GO --by "Steering committee" --on 2026-07-22
