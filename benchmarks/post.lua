-- Each request is one line of a file: path, cookie, body. The file never starts over: when it is
-- used up the run fails, since a person who enrols twice would be a different measurement.
local lines, at = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do lines[#lines + 1] = line end
end

function request()
  at = at + 1
  if at > #lines then
    io.stderr:write("the requests are used up\n")
    os.exit(3)
  end
  local path, cookie, body = lines[at]:match("^(.-)\t(.-)\t(.*)$")
  local headers = { ["Cookie"] = cookie, ["Content-Type"] = "application/x-www-form-urlencoded" }
  return wrk.format("POST", path, headers, body)
end
