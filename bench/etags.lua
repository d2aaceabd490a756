-- For wrk: sends with each request the ETag that came last, as a browser does, and prints how
-- many answers were "304 Not Modified". Without the argument "sent" it only reads them.

local threads = {}
local last, plain, made

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  answers, unchanged = 0, 0
  made = {}
  sends = args[1] == "sent"
  plain = wrk.format()
end

-- Each request is made once for each ETag: making it costs more than sending it.
function request()
  if not (sends and last) then
    return plain
  end
  if not made[last] then
    wrk.headers["If-None-Match"] = last
    made[last] = wrk.format()
  end
  return made[last]
end

function response(status, headers, body)
  answers = answers + 1
  if status == 304 then
    unchanged = unchanged + 1
  end
  last = headers["etag"] or headers["ETag"] or headers["Etag"] or last
end

function done(summary, latency, requests)
  local all, same = 0, 0
  for _, thread in ipairs(threads) do
    all = all + thread:get("answers")
    same = same + thread:get("unchanged")
  end
  print(string.format("Unchanged: %.4f", same / all))
end
