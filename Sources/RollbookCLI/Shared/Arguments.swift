import ArgumentParser
import Ledger
import Reports
import Tables
import Roster

extension OutputFormat: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {}

extension ReportAudience: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}

extension ReadMode: ExpressibleByArgument {}
