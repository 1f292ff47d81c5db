namespace Msmtp;

/// <summary>
/// One thing that a plugin has to offer. Each kind of contract has a record of its own, which holds the facts that the host needs before
/// anything is made, and the factory. The host looks at registrations by their type, which is sealed; what all have in common is here.
/// </summary>
public interface IRegistration
{
    /// <summary>
    /// What errors and listings call a thing of its kind: an English noun that takes an s, such as <c>transport</c>.
    /// </summary>
    string Kind { get; }

    /// <summary>
    /// Its name, which nothing else of its kind may have. Null: things of this kind have no names, and <c>--plugins</c> does not list them.
    /// </summary>
    string? Name { get; }

    /// <summary>Its place among its kind: lower numbers come first, equal ones in the order in which they were registered.</summary>
    int Order => 0;
}
