/// What a location's operations are made of; built in the tool.
package struct OperationsContext: Sendable {
}
