namespace Msmtp.Testing.Tests.Fakes;

/// <summary>What is wrong with a plugin. Each fault breaks at least one rule of a suite.</summary>
public enum Fault
{
    None,

    // In any plugin.
    OddId, OtherEachTime, ParserThrows, PrinterThrows,

    // In a mechanism.
    OddName, NeverComplete, CompleteAtOnce, CompleteBeforeTheProof, ThrowsFormat, TellsTheSecret, ChokesOnNames,
    DisposeThrows, DisposesTheSecret, SharesState,
    CancelThrowsIO,

    // In a secret source.
    FindsNothing, AnswersAnything, GivesOneSecretToAll, GivesTheRejectedBack, DisposesWhatItLearns, ZeroesWhatItGave, OneAtATime,

    // In a log.
    AlwaysOn, LosesFailures, SaysNothing, WritesLineEnds, WritesThePassword, Races, ThrowsIO,

    // In a filter.
    LosesTheEmptyLine, CountsWhatItIsGiven, HoldsTheBody, SwallowsTheBreak, HidesEightBit,

    // In a transport.
    SendsNothing, NeedsASender, StripsDots, CutsLines, DropsCarriageReturns, ReadsAhead, DisposesTheBody,
    SendsParts, IgnoresRefusals, AlwaysStops,
    SendsToNobody, ClaimsSuccess, SureOfLoss, IgnoresCancellation, IgnoresCancellationInTheMiddle,
    CancelsAfterTheMessage, SureOfSilence, WorksOnce,
    KeepsRecipients, ReadyThrows, SucceedsWithNobody,
    NeverAnnounces, AnnouncesTwice, AnnouncesTooLate, ForgetsWhatIsAsked, AsksNobody,

    // In a queue.
    LosesTheOrigin, ForgetsThePast, KeepsAsciiOnly, ListsBackwards, ListsTwice, PutsWhenAsked, DropsRepeats, IgnoresKeys, IgnoresDigests,
    CutsKeys, SharesKeys, ForgetsNotifications,
    ForgetsChanges, KeepsDeleted, ChangesAnything, KeepsParts, ForgetsDrafts, RacesOnKeys, FindsAll,
    OpensOnce, IgnoresDrafts, LendsTwice, LendsAnything, ForgetsAttempts, ForgetsEnds, SureOfEnds, KeepsKeys, BuriesTheDead,
    CountsNoPlaces, ForgetsAccounts, ManyLead, SleepsOn,
}
