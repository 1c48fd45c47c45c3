import ArgumentParser
import Ledger
import LedgerHistory
import Reports
import Roster
import Tables

extension ReportAudience: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}

extension ReadMode: ExpressibleByArgument {}
