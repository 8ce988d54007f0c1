from attune_e2e.cli import main

raise SystemExit(main())
