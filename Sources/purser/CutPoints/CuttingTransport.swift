#if CUT_POINTS
  import AppsAndBooks
  import Glibc

  /// A way to the network with a point before, during and after every exchange.
  struct CuttingTransport: Transport {
    let base: any Transport
    let points: CutPoints

    func send(_ request: TransportRequest) async throws -> TransportResponse {
      let name = Self.name(of: request)
      points.pass("\(name).before")
      if points.isDue("\(name).during") {
        let delay = points.delay
        // On its own: the exchange has to go on meanwhile.
        Task.detached {
          try? await Task.sleep(for: .microseconds(Int64(delay)))
          CutPoints.die()
        }
      }
      let response = try await base.send(request)
      points.pass("\(name).after")
      return response
    }

    /// `post.associate`, `get.assets`.
    private static func name(of request: TransportRequest) -> String {
      let method = "\(request)".prefix { $0 != " " }.lowercased()
      let path = request.url.split(separator: "?").first ?? ""
      return "\(method).\(path.split(separator: "/").last ?? "")"
    }
  }
#endif
