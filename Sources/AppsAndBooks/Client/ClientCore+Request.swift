import HTTPTypes

extension ClientCore {
  /// The request of a reading call.
  func request<E: Endpoint>(for endpoint: E) throws(APIError) -> TransportRequest {
    var fields = HTTPFields()
    fields[.accept] = "application/json"
    if E.needsToken { fields[.authorization] = try authorization(for: E.name) }
    // Only Apple's own service names a lookup host that may see the token, and only over https.
    if endpoint.showsToken, service.isApple {
      fields[.cookie] = token?.withHeaderValue { "itvt=\($0)" }
    }
    return TransportRequest(
      method: .get, url: url(of: endpoint), headerFields: fields, deadline: E.policy.deadline,
      maxBodyBytes: E.maxBodyBytes, usesFreshConnection: false)
  }

  /// The request of a changing call: on a connection of its own.
  func request<E: PostEndpoint>(for endpoint: E) throws -> TransportRequest {
    var fields = HTTPFields()
    fields[.accept] = "application/json"
    fields[.contentType] = "application/json"
    fields[.authorization] = try authorization(for: E.name)
    return TransportRequest(
      method: .post, url: url(key: E.urlKey, path: E.path, query: []), headerFields: fields,
      body: try endpoint.body(), deadline: E.deadline, maxBodyBytes: 1 << 20,
      usesFreshConnection: true)
  }

  private func url<E: Endpoint>(of endpoint: E) -> String {
    if endpoint is LookUpContent {
      return service.lookup.accepted(learnedURL(E.urlKey), query: endpoint.query)
        ?? service.lookup.url(path: E.path, query: endpoint.query)
    }
    return url(key: E.urlKey, path: E.path, query: endpoint.query)
  }

  private func authorization(for operation: String) throws(APIError) -> String {
    guard let token else {
      throw APIError(operation: operation, kind: .service(.loginRequired, message: ""))
    }
    return token.withHeaderValue { "Bearer \($0)" }
  }
}

extension ServiceEndpoint {
  /// Where names are looked up: Apple's lookup host for Apple's service, else the very host asked (product.md section 2).
  var lookup: ServiceEndpoint {
    isApple
      ? ServiceEndpoint(scheme: "https", host: "uclient-api.itunes.apple.com", port: nil, path: "")
      : ServiceEndpoint(scheme: scheme, host: host, port: port, path: "")
  }
}
