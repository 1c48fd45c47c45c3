extension QuirkTable {
  /// Whether an update by the app itself is an event.
  package enum StreamEcho: String, CaseIterable, QuirkReading { case no, yes }

  /// In which order events are sent that are due together.
  package enum StreamOrder: String, CaseIterable, QuirkReading { case kept, reversed }

  /// What becomes of events while no client is connected.
  package enum StreamAway: String, CaseIterable, QuirkReading { case kept, lost }

  /// How the gateway pings a connection.
  package enum StreamPing: String, CaseIterable, QuirkReading { case frame, control, none }
}
