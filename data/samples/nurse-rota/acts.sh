# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2025-12-14
"$readiness" decide . mvp GO --by "Steering committee" --on 2026-02-22
"$readiness" decide . pilot GO --by "Steering committee" --on 2026-05-03
"$readiness" decide . hardening GO --by "Steering committee" --on 2026-07-12
