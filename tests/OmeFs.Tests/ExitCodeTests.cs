using OmeFs.Core;

namespace OmeFs.Tests;

public class ExitCodeTests
{
    [Fact]
    public void Every_kind_of_fault_has_an_exit_code()
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
            Assert.Equal(kind == FaultKind.Usage ? 2 : 1, ExitCode.Of(kind));
    }
}
