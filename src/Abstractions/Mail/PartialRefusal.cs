namespace Msmtp;

/// <summary>What one refused recipient means for the others.</summary>
public enum PartialRefusal
{
    /// <summary>The mail goes to nobody, as msmtp has it.</summary>
    Abort,

    /// <summary>The mail goes to those that the server accepted, if there is one.</summary>
    Continue,
}
