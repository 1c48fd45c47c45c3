import ArgumentParser
package import Ledger
package import Reports
package import Tables
package import Roster

extension OutputFormat: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {}

extension ReportAudience: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}

extension ReadMode: ExpressibleByArgument {}
