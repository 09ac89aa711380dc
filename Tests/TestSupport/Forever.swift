/// Waits until the task is called off, and throws then: a pause that no test waits out.
package func untilCancelled() async throws {
  let (nothing, source) = AsyncStream.makeStream(of: Never.self)
  // Without its source the stream would end by itself.
  defer { source.finish() }
  for await _ in nothing {}
  try Task.checkCancellation()
}
