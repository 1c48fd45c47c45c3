public import ArgumentParser
public import Ledger
public import Reports
public import Roster

extension OutputFormat: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}

extension Lens: ExpressibleByArgument {}
