import AppsAndBooks
import FoundationEssentials
import Operations
import SimulatedService
import SystemPackage
import TestSupport

extension Bench {
  /// What the checker finds, from the disk's journal, the service's log and rows, and what a process says.
  func violations(
    _ operations: Operations, elsewhere: Set<Assignment> = [], isSettled: Bool = true
  ) async throws -> [Checker.Violation] {
    let checker = Checker(
      journal: try JournalRow.rows(in: directory.appending("journal"), on: disk),
      requests: await service.requests().compactMap { Checker.Request($0, epoch: noon) },
      truth: Checker.truth(await service.rows()),
      users: Checker.activeUsers(await service.users()),
      verdicts: Checker.verdicts(of: await operations.records()), elsewhere: elsewhere,
      isSettled: isSettled)
    var files: [String: [UInt8]] = [:]
    for path in disk.filePaths { files[path] = disk.contents(of: FilePath(path)) }
    return checker.violations() + Checker.tokenLeaks(service.token, in: files)
      + Checker.temporaryFiles(among: disk.filePaths)
  }
}
