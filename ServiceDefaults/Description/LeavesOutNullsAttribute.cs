namespace Ops.ServiceDefaults.Description;

/// <summary>
/// What is sent of such a type leaves out the members that are null: in the description none of those is required.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LeavesOutNullsAttribute : Attribute;
