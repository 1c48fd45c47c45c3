public import ArgumentParser
public import Ledger
public import Reports
public import Tables
public import Roster

extension OutputFormat: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {}

extension ReportAudience: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}

extension ReadMode: ExpressibleByArgument {}
