from attune_emulator.cli import main

raise SystemExit(main())
