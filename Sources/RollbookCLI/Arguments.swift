public import ArgumentParser
public import Reports
public import Roster

extension OutputFormat: ExpressibleByArgument {}

extension Roster.System: ExpressibleByArgument {}
