import LedgerHistory
import ArgumentParser
import Ledger
import Reports
import Roster

extension ReportAudience: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}

extension ReadMode: ExpressibleByArgument {}
