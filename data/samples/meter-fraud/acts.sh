# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2026-05-23
"$readiness" decide . mvp GO --by "Steering committee" --on 2026-08-01
"$readiness" waive . poc.integration_points.owned --owner "U. Krahl" --reason "gateway contract is signed on 20 November" --control "daily export by hand, counted" --granted 2026-10-05 --expires 2026-12-15
