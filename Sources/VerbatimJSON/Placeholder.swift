enum VerbatimJSONPlaceholder {}
