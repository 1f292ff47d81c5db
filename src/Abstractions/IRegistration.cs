namespace Msmtp;

/// <summary>
/// Something that a plugin offers. Each kind of contract has its own sealed record, with a factory and the facts that the host needs before it
/// calls that; this is what all of them have in common.
/// </summary>
public interface IRegistration
{
    /// <summary>
    /// The kind, as shown in errors and listings: an English noun with a plural in s, such as <c>transport</c>.
    /// </summary>
    string Kind { get; }

    /// <summary>
    /// The name, unique within its kind. Null if this kind has no names; <c>--plugins</c> does not list it then.
    /// </summary>
    string? Name { get; }

    /// <summary>Its place among its kind: lower numbers come first, equal ones in the order of registration.</summary>
    int Order => 0;
}
