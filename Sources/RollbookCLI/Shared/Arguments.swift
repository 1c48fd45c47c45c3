public import Access
public import ArgumentParser
import Ledger
import LedgerHistory
import Reports
public import Roster
import Tables

extension ReportAudience: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}

extension LedgerNumber: ExpressibleByArgument {}

extension ReadMode: ExpressibleByArgument {}

extension Role: ExpressibleByArgument {}
